namespace Microsoft.Azure.Functions.Worker;

/// <summary>The key that a caller of an HTTP function has to show.</summary>
public enum AuthorizationLevel
{
    Anonymous,
    User,
    Function,
    System,
    Admin,
}
