resource "terraform_data" "x" {
  input = "v"
  provisioner "local-exec" {
    command = "echo ${self.input}"
  }
  lifecycle {
    ignore_changes = [input]
  }
}
