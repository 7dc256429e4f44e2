resource "genesyscloud_integration_action" "get_order" {  # <-- here
  name            = "Get Order"
  category        = "Shop"
  integration_id  = "6f1b0c1e-8a53-4b9e-9c55-3f0f6d1a2b01"
  contract_input  = jsonencode({ type = "object", properties = { orderId = { type = "string" } } })
  contract_output = jsonencode({ type = "object", properties = { status = { type = "string" } } })
  config_request {
    request_type         = "GET"
    request_url_template = "https://shop.example.com/orders?id=$esc.url($${input.orderId})"
    request_template     = "$${input.rawRequest}"
    headers = {
      "Accept"    = "application/json"
      "x-api-key" = "k7-4f1c-99a2-0b"
    }
  }
}
