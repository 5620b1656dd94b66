using Microsoft.Extensions.Logging;
using Tsps.Domain;
using Tsps.Forecasting;
using Tsps.Storage;

namespace Tsps.Mining;

/// <summary>
/// The forecaster that the miner answers with: the one that <c>Miner__Model</c> names, its ONNX bytes loaded from Blob storage and loaded
/// again when they change there. A model that comes with Tsps is put into Blob storage when its name has none.
/// </summary>
public sealed partial class CurrentForecaster(ModelStore models, MinerSettings settings, ILogger<CurrentForecaster> logger) : IDisposable
{
    private readonly SemaphoreSlim _loading = new(1, 1);
    private volatile Loaded? _loaded;

    /// <exception cref="InvalidOperationException">There is no model of that name, or it is none; the message says what to do.</exception>
    public async ValueTask<IForecaster> GetAsync(CancellationToken cancellationToken)
    {
        if (_loaded is { } loaded)
        {
            return loaded.Forecaster;
        }

        await _loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _loaded ??= await LoadAsync(cancellationToken).ConfigureAwait(false);
            return _loaded.Forecaster;
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>Loads the model again if a newer one is stored. A newer one that can't be loaded leaves the old one in place.</summary>
    public async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_loaded is null || (ForecasterFactory.NeedsModel(settings.Model) && await models.FindVersionAsync(settings.Model, cancellationToken).ConfigureAwait(false) != _loaded.Version))
            {
                var old = _loaded;
                _loaded = await LoadAsync(cancellationToken).ConfigureAwait(false);
                (old?.Forecaster as IDisposable)?.Dispose();
            }
        }
        catch (InvalidOperationException unusable) when (_loaded is not null)
        {
            LogKept(settings.Model, unusable);
        }
        finally
        {
            _loading.Release();
        }
    }

    public void Dispose()
    {
        (_loaded?.Forecaster as IDisposable)?.Dispose();
        _loading.Dispose();
    }

    private async ValueTask<Loaded> LoadAsync(CancellationToken cancellationToken)
    {
        if (!ForecasterFactory.NeedsModel(settings.Model))
        {
            return new Loaded(ForecasterFactory.Create(settings.Model), Version: null);
        }

        await StoreBuiltInAsync(cancellationToken).ConfigureAwait(false);
        var version = await models.FindVersionAsync(settings.Model, cancellationToken).ConfigureAwait(false);
        var onnx = await models.FindAsync(settings.Model, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"The setting Miner__Model is '{settings.Model}', and container 'models' has no {settings.Model}.onnx. Upload it, or set Miner__Model to last-close or one of {string.Join(", ", BuiltInModels.Names)}.");
        try
        {
            var bytes = onnx.ToMemory();
            var forecaster = ForecasterFactory.Create(settings.Model, bytes);
            LogLoaded(settings.Model, bytes.Length);
            return new Loaded(forecaster, version);
        }
        catch (InvalidDataException unusable)
        {
            throw new InvalidOperationException($"The model {settings.Model}.onnx in container 'models' can't be used: {unusable.Message}", unusable);
        }
    }

    private async ValueTask StoreBuiltInAsync(CancellationToken cancellationToken)
    {
        if (!BuiltInModels.Names.Contains(settings.Model) || await models.FindVersionAsync(settings.Model, cancellationToken).ConfigureAwait(false) is not null)
        {
            return;
        }

        var model = BuiltInModels.Open(settings.Model);
        await using (model.ConfigureAwait(false))
        {
            using var bytes = new MemoryStream();
            await model.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
            await models.TryAddAsync(settings.Model, bytes.ToArray(), cancellationToken).ConfigureAwait(false);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Model {Model} loaded: {Bytes} bytes")]
    private partial void LogLoaded(string model, int bytes);

    [LoggerMessage(Level = LogLevel.Error, Message = "A newer model {Model} is stored but can't be used; the old one stays")]
    private partial void LogKept(string model, Exception exception);

    private sealed record Loaded(IForecaster Forecaster, string? Version);
}
