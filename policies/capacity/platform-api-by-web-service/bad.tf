resource "genesyscloud_integration" "shop" {
  integration_type = "custom-rest-actions"
  config {
    name = "Shop"
  }
}

resource "genesyscloud_integration_action" "get_agents" {  # <-- here
  name           = "Get Agents"
  category       = "Shop"
  integration_id = genesyscloud_integration.shop.id
  contract_input = jsonencode({ type = "object", properties = { orderId = { type = "string" } } })
  contract_output = jsonencode({ type = "object", properties = { status = { type = "string" } } })
  config_request {
    request_type         = "GET"
    request_url_template = "https://api.mypurecloud.com/api/v2/routing/queues/$${input.queueId}/users"
    request_template     = "$${input.rawRequest}"
  }
}
