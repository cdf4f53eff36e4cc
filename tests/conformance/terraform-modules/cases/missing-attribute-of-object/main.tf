locals { o = { a = 1 } }
output "o" {
  value = local.o.b
}
