metadata description = 'The address that a miner announces. A function app has no address of its own.'

param location string
param name string

resource address 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: name
  location: location
  sku: {
    name: 'Standard'
  }
  properties: {
    publicIPAddressVersion: 'IPv4'
    publicIPAllocationMethod: 'Static'
  }
}

output id string = address.id
output ipAddress string = address.properties.ipAddress
