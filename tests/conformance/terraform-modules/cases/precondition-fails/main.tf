resource "terraform_data" "x" {
  input = 1
  lifecycle {
    precondition {
      condition     = terraform_data.y.input > 2
      error_message = "Small."
    }
  }
}
resource "terraform_data" "y" { input = 2 }
