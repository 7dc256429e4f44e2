package archlint.rules.plain_http_test

import data.archlint.fixtures
import data.archlint.rules.plain_http as rule

defined(url) := object.union(fixtures.org_input([], []), {"org": {"dataActions": [fixtures.definition({"url": url})]}})

test_http if {
	messages := {f.message | some f in rule.findings with input as defined("http://shop.example.com/orders")}
	messages == {`data action "Get Order" sends its requests unencrypted to http://shop.example.com/orders`}
}

test_silent_on_https if {
	count(rule.findings) == 0 with input as defined("https://shop.example.com/orders")
}

test_silent_when_the_host_is_an_input if {
	count(rule.findings) == 0 with input as defined("${input.base}/orders")
	count(rule.findings) == 0 with input as defined("")
}
