metadata description = 'The way in for validators: they call http://ADDRESS:PORT, while a function app answers only to its own name over TLS.'

param location string
param name string
param port int
param addressId string
param backendHostName string

// The names by which the gateway's parts refer to each other.
var subnetName = 'gateway'
var frontendName = 'axon'
var frontendPortName = 'axon'
var backendPoolName = 'miner'
var backendSettingsName = 'miner-https'
var listenerName = 'axon-http'
var probeName = 'miner'

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: name
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: [
        '10.20.0.0/24'
      ]
    }
  }

  resource gatewaySubnet 'subnets' = {
    name: subnetName
    properties: {
      addressPrefix: '10.20.0.0/24'
    }
  }
}

resource gateway 'Microsoft.Network/applicationGateways@2024-05-01' = {
  name: name
  location: location
  properties: {
    sku: {
      name: 'Standard_v2'
      tier: 'Standard_v2'
    }
    autoscaleConfiguration: {
      minCapacity: 0
      maxCapacity: 2
    }
    gatewayIPConfigurations: [
      {
        name: 'gateway'
        properties: {
          subnet: {
            id: network::gatewaySubnet.id
          }
        }
      }
    ]
    frontendIPConfigurations: [
      {
        name: frontendName
        properties: {
          publicIPAddress: {
            id: addressId
          }
        }
      }
    ]
    frontendPorts: [
      {
        name: frontendPortName
        properties: {
          port: port
        }
      }
    ]
    backendAddressPools: [
      {
        name: backendPoolName
        properties: {
          backendAddresses: [
            {
              fqdn: backendHostName
            }
          ]
        }
      }
    ]
    backendHttpSettingsCollection: [
      {
        name: backendSettingsName
        properties: {
          port: 443
          protocol: 'Https'
          cookieBasedAffinity: 'Disabled'
          pickHostNameFromBackendAddress: true
          // As long as the reference validator waits.
          requestTimeout: 180
          probe: {
            id: resourceId('Microsoft.Network/applicationGateways/probes', name, probeName)
          }
        }
      }
    ]
    probes: [
      {
        name: probeName
        properties: {
          protocol: 'Https'
          path: '/'
          interval: 60
          timeout: 30
          unhealthyThreshold: 3
          pickHostNameFromBackendHttpSettings: true
          // The axon answers a path that is no synapse with an error of its own: it is alive all the same.
          match: {
            statusCodes: [
              '200-499'
            ]
          }
        }
      }
    ]
    httpListeners: [
      {
        name: listenerName
        properties: {
          // The axon protocol is plain HTTP; each request is signed and bound to its receiver and time.
          protocol: 'Http'
          frontendIPConfiguration: {
            id: resourceId('Microsoft.Network/applicationGateways/frontendIPConfigurations', name, frontendName)
          }
          frontendPort: {
            id: resourceId('Microsoft.Network/applicationGateways/frontendPorts', name, frontendPortName)
          }
        }
      }
    ]
    requestRoutingRules: [
      {
        name: 'axon'
        properties: {
          ruleType: 'Basic'
          priority: 100
          httpListener: {
            id: resourceId('Microsoft.Network/applicationGateways/httpListeners', name, listenerName)
          }
          backendAddressPool: {
            id: resourceId('Microsoft.Network/applicationGateways/backendAddressPools', name, backendPoolName)
          }
          backendHttpSettings: {
            id: resourceId(
              'Microsoft.Network/applicationGateways/backendHttpSettingsCollection',
              name,
              backendSettingsName
            )
          }
        }
      }
    ]
  }
}
