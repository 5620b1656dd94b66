metadata description = 'A validator and a miner of Tsps on Azure Functions (Flex Consumption, .NET 10 isolated), each with storage, a vault and an identity of its own.'

@description('Where everything runs: a region of the European Union. Not each of them has Flex Consumption: az functionapp list-flexconsumption-locations tells.')
@allowed([
  'austriaeast'
  'belgiumcentral'
  'francecentral'
  'germanywestcentral'
  'italynorth'
  'northeurope'
  'polandcentral'
  'spaincentral'
  'swedencentral'
  'westeurope'
])
param location string = 'swedencentral'

@description('What the names of the resources begin with: 3 to 8 lower-case letters and digits.')
@minLength(3)
@maxLength(8)
param prefix string = 'tsps'

@description('Which neurons to run. One hotkey is one neuron: a validator and a miner need two.')
@allowed([
  'validator'
  'miner'
  'both'
])
param neurons string = 'both'

@description('Subtensor__Network: finney, test, archive, or ws and wss addresses of nodes of one chain with commas between them; registry is a local table of neurons, to try a deployment out.')
param subtensorNetwork string = 'finney'

@description('Subtensor__Netuid: the subnet.')
@minValue(0)
@maxValue(65535)
param subtensorNetuid int = subtensorNetwork == 'test' ? 3 : 8

@description('MetagraphSchedule: when the metagraph is read again, as six fields from seconds on.')
param metagraphSchedule string = '0 25,55 * * * *'

@description('Miner__Model: last-close, or the name of a model in the miner\'s models container.')
param minerModel string = 'last-close'

@description('Miner__MinimumStake: the stake in TAO below which a validator is not answered. Empty leaves the app\'s default.')
param minerMinimumStake string = ''

@description('Axon__Port: the port on which validators call the miner.')
@minValue(1)
@maxValue(64999)
param axonPort int = 8091

@description('How many instances of the miner stay ready, so that no validator waits for a cold start.')
@minValue(0)
@maxValue(20)
param minerReadyInstances int = 1

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

var runsValidator = neurons != 'miner'
var runsMiner = neurons != 'validator'
var suffix = uniqueString(resourceGroup().id)

var subtensorSettings = {
  MetagraphSchedule: metagraphSchedule
  Subtensor__Network: subtensorNetwork
  Subtensor__Netuid: string(subtensorNetuid)
}

module logs 'modules/logs.bicep' = {
  name: 'logs'
  params: {
    location: location
    name: '${prefix}-logs-${suffix}'
    retentionDays: logRetentionDays
  }
}

module validator 'modules/app.bicep' = if (runsValidator) {
  name: 'validator'
  params: {
    location: location
    prefix: prefix
    role: 'validator'
    workspaceId: logs.outputs.workspaceId
    settings: subtensorSettings
  }
}

module address 'modules/address.bicep' = if (runsMiner) {
  name: 'address'
  params: {
    location: location
    name: '${prefix}-axon-address-${suffix}'
  }
}

module miner 'modules/app.bicep' = if (runsMiner) {
  name: 'miner'
  params: {
    location: location
    prefix: prefix
    role: 'miner'
    workspaceId: logs.outputs.workspaceId
    readyInstances: minerReadyInstances
    onlyFromAddress: address!.outputs.ipAddress
    settings: union(
      subtensorSettings,
      {
        Axon__ExternalIp: address!.outputs.ipAddress
        Axon__Port: string(axonPort)
        // A call passes the gateway, then the platform's front end, then the host on the loopback; each adds the address that it saw.
        Axon__TrustedProxies: '127.0.0.1,::1,${address!.outputs.ipAddress}'
        Miner__Model: minerModel
      },
      empty(minerMinimumStake) ? {} : { Miner__MinimumStake: minerMinimumStake }
    )
  }
}

module axon 'modules/axon.bicep' = if (runsMiner) {
  name: 'axon'
  params: {
    location: location
    name: '${prefix}-axon-${suffix}'
    port: axonPort
    addressId: address!.outputs.id
    backendHostName: miner!.outputs.hostName
  }
}

@description('The validator\'s function app, and the vault that its hotkey\'s phrase goes into.')
output validatorApp string = runsValidator ? validator!.outputs.name : ''
output validatorVault string = runsValidator ? validator!.outputs.vaultName : ''

@description('The miner\'s function app, the vault that its hotkey\'s phrase goes into, and the axon that it announces.')
output minerApp string = runsMiner ? miner!.outputs.name : ''
output minerVault string = runsMiner ? miner!.outputs.vaultName : ''
output minerAxon string = runsMiner ? '${address!.outputs.ipAddress}:${axonPort}' : ''
