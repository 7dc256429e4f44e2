resource "genesyscloud_integration" "platform" {
  integration_type = "purecloud-data-actions"
  config {
    name = "Platform"
  }
}

resource "genesyscloud_integration_action" "save_visit" {
  name           = "Save Visit"
  category       = "Platform"
  integration_id = genesyscloud_integration.platform.id
  contract_input = jsonencode({ type = "object", properties = { orderId = { type = "string" } } })
  contract_output = jsonencode({ type = "object", properties = { status = { type = "string" } } })
  config_request {
    request_type         = "PUT"
    request_url_template = "/api/v2/flows/datatables/5b0c/rows/$${input.orderId}"
    request_template     = "$${input.rawRequest}"
  }
}
