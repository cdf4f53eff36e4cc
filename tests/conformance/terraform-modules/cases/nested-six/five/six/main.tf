variable "n" { type = number }
resource "terraform_data" "leaf" {
  input = { n = var.n, module = path.module, root = path.root }
}
output "trail" { value = [var.n] }
