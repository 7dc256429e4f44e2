resource "genesyscloud_integration" "platform" {
  integration_type = "purecloud-data-actions"
  config {
    name = "Platform"
  }
}

resource "genesyscloud_integration_action" "get_waiting" {
  name                   = "Get Waiting"
  category               = "Platform"
  integration_id         = genesyscloud_integration.platform.id
  config_timeout_seconds = 8
  contract_input         = jsonencode({ type = "object", properties = { orderId = { type = "string" } } })
  contract_output        = jsonencode({ type = "object", properties = { status = { type = "string" } } })
  config_request {
    request_type         = "POST"
    request_url_template = "/api/v2/analytics/queues/observations/query"
    request_template     = "$${input.rawRequest}"
  }
}
