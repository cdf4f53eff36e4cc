output "n" { value = null }
output "o" { value = { a = null } }
