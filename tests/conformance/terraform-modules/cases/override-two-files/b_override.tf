resource "terraform_data" "x" {
  triggers_replace = "b"
}
