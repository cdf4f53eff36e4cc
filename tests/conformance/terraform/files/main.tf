locals {
  heredoc = <<EOT
  kept
    as is \n $${x}
EOT
  flush   = <<-EOT
    one
      two

    three
  EOT

  flush_template = <<-EOT
    ${local.config.name}
      after
    %{if true}
    inner
    %{endif}
  EOT

  trimmed = <<-EOT
    a ${~"b"~}
      c
    %{~if true~}
      d
    %{~endif~}
    e
  EOT

  directives = <<-EOT
    %{for x in ["a", "b"]~}
    item ${x}
    %{endfor~}
    done
  EOT

  blank = <<-EOT

      first

    second
  EOT

  crlf_free = <<-EOT
	tab
	  two
  EOT

  nested = <<-EOT
    ${join(",", [for x in ["a", "b"] : <<-INNER
      ${x}!
    INNER
])}
  EOT

quoted_in_heredoc = <<EOT
{"a": "${local.config.name}", "b": "\"q\""}
EOT

loop = <<EOT
%{for k, v in local.config.tags~}
${k} = "${v}"
%{endfor~}
EOT

config = {
  name = "web"
  tags = { Name = "x", Env = "prod" }
}
}

locals {
  template = "Hello, $${name}!"
}

variable "region" {
  default = "eu-west-1"
}

# What is known only after an apply, of each type.
resource "terraform_data" "x" {
  input = "x"
}

locals {
  u_text   = terraform_data.x.id
  u_any    = jsondecode(terraform_data.x.id)
  u_number = tonumber(terraform_data.x.id)
  u_bool   = tobool(terraform_data.x.id)
  u_list   = split(",", terraform_data.x.id)
  u_set    = toset(split(",", terraform_data.x.id))
  u_map    = zipmap(split(",", terraform_data.x.id), split(",", terraform_data.x.id))
  u_object = { a = terraform_data.x.id, b = "b" }
  u_tuple  = [terraform_data.x.id, "b"]
}
