output "t" { value = timestamp() }
output "year" { value = formatdate("YYYY", timestamp()) }
output "uuid" { value = uuid() }
output "len" { value = length(uuid()) }
resource "terraform_data" "x" { triggers_replace = timestamp() }
