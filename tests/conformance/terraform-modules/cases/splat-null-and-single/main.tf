locals {
  none   = null
  single = { a = 1 }
  list   = [{ a = [{ b = 1 }, { b = 2 }] }, { a = [] }]
}
output "none" { value = local.none[*] }
output "single" { value = local.single[*].a }
output "nested" { value = local.list[*].a[*].b }
output "legacy" { value = local.list.*.a }
