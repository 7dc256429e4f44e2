resource "genesyscloud_integration" "platform" {
  integration_type = "purecloud-data-actions"
  config {
    name = "Platform"
  }
}

resource "genesyscloud_integration_action" "get_conversation" {
  name                   = "Get Conversation"
  category               = "Platform"
  integration_id         = genesyscloud_integration.platform.id
  config_timeout_seconds = 8
  contract_input         = jsonencode({ type = "object", properties = { id = { type = "string" } } })
  contract_output        = jsonencode({ type = "object", properties = { status = { type = "string" } } })
  config_request {
    request_type         = "GET"
    request_url_template = "/api/v2/conversations/$${input.id}"
    request_template     = "$${input.rawRequest}"
  }
}
