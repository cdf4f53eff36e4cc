resource "terraform_data" "u" { input = "x" }
locals { o = { a = 1 } }
output "try_missing" { value = try(local.o.b, "fallback") }
output "try_here" { value = try(local.o.a, "fallback") }
output "can" { value = [can(local.o.a), can(local.o.b), can(tonumber("x"))] }
output "try_unknown" { value = try(terraform_data.u.output, "fallback") }
output "can_unknown" { value = can(terraform_data.u.output) }
output "try_bad_attr" { value = try(local.o.b.c.d, local.o.b, 3) }
output "coalesce" { value = coalesce(null, "", "z") }
output "try_index" { value = try([1, 2][5], "none") }
output "lookup" { value = lookup(local.o, "zz", "d") }
output "try_fun" { value = try(tonumber("abc"), parseint("12", 10)) }
