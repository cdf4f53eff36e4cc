locals {
  versions = { aws = "5.0", random = "3.1" }
}

generate "versions" {
  path              = "versions.tf"
  if_exists         = "overwrite"
  if_disabled       = "remove"
  disable           = false
  disable_signature = true
  comment_prefix    = "// "
  hcl_fmt           = false
  contents          = <<EOF
terraform {
  required_providers {
%{for name, version in local.versions~}
    ${name} = "${version}"
%{endfor~}
  }
}
EOF
}

generate "off" {
  path      = "off.tf"
  if_exists = "skip"
  disable   = true
  contents  = ""
}

generate "literal" {
  path      = "literal.tf"
  if_exists = "error"
  contents  = "a $${b} %%{c} \"quoted\" \u00e9\n"
}
