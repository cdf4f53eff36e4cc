moved {
  from = terraform_data.a
  to   = terraform_data.b
}
output "x" { value = 1 }
