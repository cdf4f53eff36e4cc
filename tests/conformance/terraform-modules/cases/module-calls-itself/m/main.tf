locals { a = 1 }
output "x" { value = local.a }
