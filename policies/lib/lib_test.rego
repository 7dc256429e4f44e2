package archlint.lib_test

import data.archlint.lib

test_called_by_default_names if {
	every name in ["", "Get Order", "Call Data Action"] {
		lib.called({"dataAction": "Get Order", "name": name}) == `data action "Get Order"`
	}
	lib.called({"dataAction": "Get Order", "name": "Ask"}) == `data action "Get Order" (step "Ask")`
}

test_looped if {
	lib.looped({"name": "Lines"}) == `loop "Lines"`
	lib.looped({"name": ""}) == "this loop"
}

test_short if {
	lib.short(3) == "3"
	lib.short(3.14159) == "3.1"
	lib.short(2500) == "2500"
}

test_times if {
	lib.times(1) == "once"
	lib.times(0.5) == "0.5 times"
}

test_most if {
	lib.most({"boundedBy": "loopCount", "perRun": {"max": 5}}) == "up to 5 times in one run"
	lib.most({"boundedBy": "platformLimit", "perRun": {"max": 5000}}) == "bounded only by the platform's cap of 10,000 actions"
}

test_listed if {
	lib.listed([]) == ""
	lib.listed(["b", "a", "b"]) == "a, b"
	lib.listed(["d", "a", "b", "c"]) == "a, b, c and 1 more"
}

test_unhandled if {
	call := {"repeatsAfterFailure": false, "outputs": {"success": "connected"}}
	reads := [{"variable": "Flow.b"}, {"variable": "Flow.a"}, {"variable": "Flow.b"}]
	lib.unhandled(call, []) == [] with input as {"flow": {"voice": false}}
	lib.unhandled(call, []) == ["a caller on the line goes on without what its success output does"] with input as {"flow": {"voice": true}}
	lib.unhandled({"repeatsAfterFailure": true}, reads) == [
		"Flow.a, Flow.b are read although only its success writes them",
		"the loop around it calls again",
	]
	lib.unhandled(call, [reads[0]]) == ["Flow.b is read although only its success writes it"]
}
