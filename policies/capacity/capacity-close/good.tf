resource "genesyscloud_integration" "platform" {
  integration_type = "purecloud-data-actions"
  config {
    name = "Platform"
  }
}

resource "genesyscloud_integration_action" "get_agents" {
  name                   = "Get Agents"
  category               = "Platform"
  integration_id         = genesyscloud_integration.platform.id
  config_timeout_seconds = 2
  contract_input         = jsonencode({ type = "object", properties = { orderId = { type = "string" } } })
  contract_output        = jsonencode({ type = "object", properties = { status = { type = "string" } } })
  config_request {
    request_type         = "GET"
    request_url_template = "/api/v2/routing/queues/$${input.queueId}/users"
    request_template     = "$${input.rawRequest}"
  }
}
