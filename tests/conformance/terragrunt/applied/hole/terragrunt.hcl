terraform {
  source = "../modules/small"
}
generate "values" {
  path      = "more.tf"
  if_exists = "overwrite"
  contents  = <<-EOF
    variable "z" {
      default = "${run_cmd("echo", "said")}"
    }
    output "z" {
      value = "z is ${"$"}{var.z}"
    }
    output "plain" {
      value = "plain"
    }
    EOF
}
