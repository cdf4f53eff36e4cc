resource "terraform_data" "u" { input = "x" }
resource "terraform_data" "map" {
  for_each = { a = terraform_data.u.id, b = "known" }
  input    = each.value
}
output "template" { value = "id-${terraform_data.u.id}-end" }
output "list" { value = [1, terraform_data.u.id, 3] }
output "length" { value = length([terraform_data.u.id, 1]) }
output "cond" { value = terraform_data.u.id == "x" ? 1 : 2 }
output "cond_obj" { value = terraform_data.u.id == "x" ? { a = 1 } : { a = 2 } }
output "merge" { value = merge({ a = 1 }, { b = terraform_data.u.id }) }
output "upper" { value = upper(terraform_data.u.id) }
output "plan_input" { value = terraform_data.u.input }
output "keys" { value = keys({ a = terraform_data.u.id }) }
output "toset" { value = toset(["a", terraform_data.u.id]) }
output "join" { value = join(",", ["a", terraform_data.u.id]) }
output "contains" { value = contains(["a", terraform_data.u.id], "a") }
output "for" { value = { for k, v in terraform_data.map : k => v.input } }
output "null" { value = terraform_data.u.id == null }
