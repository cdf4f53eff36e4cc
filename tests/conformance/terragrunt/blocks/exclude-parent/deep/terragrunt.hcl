include "root" {
  path           = find_in_parent_folders("root.hcl")
  merge_strategy = "deep"
}

exclude {
  if      = false
  actions = []
}

engine {
  source  = "github.com/acme/other"
  version = "v2.0.0"
  meta    = { b = 2 }
}

errors {
  ignore "known" {
    ignorable_errors = [".*known.*"]
    message          = "as expected"
    signals = {
      alert = false
    }
  }
}
