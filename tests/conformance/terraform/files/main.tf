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
