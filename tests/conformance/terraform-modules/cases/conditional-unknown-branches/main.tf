resource "terraform_data" "x" { input = "x" }
locals { u = terraform_data.x.id }
output "same" { value = local.u == "a" ? "same" : "same" }
output "num" { value = local.u == "a" ? 1 : 2 }
output "null" { value = local.u == "a" ? null : 2 }
output "and" { value = false && local.u == "a" }
output "or" { value = local.u == "a" || false }
output "coalesce" { value = coalesce(local.u, "x") }
output "lookup" { value = lookup({ a = 1 }, local.u, 2) }
output "index" { value = ["a", "b"][local.u == "x" ? 0 : 1] }
output "formatted" { value = format("%s-%s", "a", local.u) }
output "split" { value = split(",", local.u) }
output "concat" { value = concat(["a"], split(",", local.u)) }
output "jsonencode" { value = jsonencode({ a = local.u }) }
output "length_split" { value = length(split(",", local.u)) }
output "for" { value = [for x in [1, 2] : "${x}-${local.u}"] }
output "for_if" { value = [for x in ["a", "b"] : x if x != local.u] }
output "merge" { value = merge({ a = local.u }, { a = "k" }) }
output "zipmap" { value = zipmap(["a"], [local.u]) }
output "startswith" { value = startswith("id-${local.u}", "id-") }
output "one" { value = one([local.u]) }
output "try" { value = try(local.u.x, "t") }
