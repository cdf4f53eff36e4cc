locals {
  objects = {
    web = { port = 80, tags = ["a", "b"] }
    db  = { port = 5432, tags = [] }
  }
}
resource "terraform_data" "map" {
  for_each = { "a.b" = 1, "c/d" = 2, "e f" = 3, "q\"uote" = 4, "dollar$${x}" = 5 }
  input    = "${each.key}=${each.value}"
}
resource "terraform_data" "set" {
  for_each = toset(["z", "a", "a"])
  input    = [each.key, each.value]
}
resource "terraform_data" "object" {
  for_each         = local.objects
  input            = each.value
  triggers_replace = each.value.tags
}
resource "terraform_data" "empty" {
  for_each = {}
  input    = each.key
}
resource "terraform_data" "filtered" {
  for_each = { for k, v in local.objects : upper(k) => v.port if v.port > 100 }
  input    = each.value
}
output "map" { value = { for k, v in terraform_data.map : k => v.input } }
output "keys" { value = keys(terraform_data.object) }
output "values" { value = values(terraform_data.set)[*].input }
output "port" { value = terraform_data.object["web"].input.port }
