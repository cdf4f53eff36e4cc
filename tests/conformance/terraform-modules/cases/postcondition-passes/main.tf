resource "terraform_data" "x" {
  input = 1
  lifecycle {
    postcondition {
      condition     = self.input == 1
      error_message = "Small."
    }
    replace_triggered_by = [terraform_data.y]
  }
}
resource "terraform_data" "y" { input = 2 }
