locals {
  t = [1, "a", true, null, [2, { b = 3 }]]
  heredoc = <<-EOT
    a
      b ${local.t[0]}
    %{if true}yes%{endif}
  EOT
}
output "t" { value = local.t }
output "h" { value = local.heredoc }
output "enc" { value = jsonencode(local.t) }
output "yaml" { value = yamlencode({ a = [1, "b"], c = { d = null } }) }
output "fmt" { value = format("%s-%03d-%v", "x", 7, [1]) }
output "range" { value = [for i in range(1, 4) : i if i % 2 == 1] }
output "regex" { value = regex("(?P<a>[a-z]+)-(?P<b>\\d+)", "abc-12") }
output "sha" { value = sha256("x") }
output "b64" { value = base64encode("hello") }
output "cidr" { value = cidrsubnets("10.0.0.0/16", 4, 8) }
output "time" { value = timeadd("2020-01-01T00:00:00Z", "1h") }
