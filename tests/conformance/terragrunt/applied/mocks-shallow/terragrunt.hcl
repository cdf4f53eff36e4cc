terraform {
  source = "../modules/takes"
}
dependency "base" {
  config_path = "../base"
  mock_outputs = {
    other   = "mock"
    obj     = { z = 2 }
    nothing = "mock"
    out     = "mock"
  }
  mock_outputs_merge_strategy_with_state = "shallow"
}
inputs = {
  all = {
    keys    = keys(dependency.base.outputs)
    length  = length(dependency.base.outputs)
    has     = contains(keys(dependency.base.outputs), "other")
    loop    = [for k, v in dependency.base.outputs : k]
    t       = try(dependency.base.outputs.other, "fallback")
    nothing = try(dependency.base.outputs.nothing, "fallback")
    can     = can(dependency.base.outputs.other)
    out     = dependency.base.outputs.out
    in_obj  = keys(dependency.base.outputs.obj)
  }
}
