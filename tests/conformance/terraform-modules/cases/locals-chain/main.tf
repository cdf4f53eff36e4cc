locals {
  a = local.b
  b = local.c
  c = { x = local.d, y = [for i in range(3) : i * local.e] }
  d = "deep-${local.e}"
  e = 4
  f = { (local.d) = 1, "lit-${local.e}" = 2 }
}
output "a" { value = local.a }
output "f" { value = local.f }
