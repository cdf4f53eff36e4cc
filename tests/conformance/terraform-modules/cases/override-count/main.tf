resource "terraform_data" "x" {
  count = 1
  input = count.index
}
output "n" { value = length(terraform_data.x) }
