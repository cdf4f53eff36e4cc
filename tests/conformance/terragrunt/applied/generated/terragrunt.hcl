locals {
  of_unit = "unit"
}
terraform {
  source = "../modules/asks"
}
generate "locals" {
  path      = "locals.tf"
  if_exists = "overwrite"
  contents  = "locals {\n  generated = \"generated\"\n}\noutput \"own\" {\n  value = \"${local.of_unit} ${basename(get_terragrunt_dir())}\"\n}"
}
generate "override" {
  path      = "x_override.tf"
  if_exists = "overwrite"
  contents  = <<-EOF
    variable "x" {
      default = "override"
    }
    EOF
}
generate "json" {
  path              = "./json.tf.json"
  if_exists         = "overwrite"
  disable_signature = true
  contents          = jsonencode({ output = { json = { value = "$${var.x}-json" } }, variable = { y = { default = 1 } } })
}
generate "y" {
  path      = "y.tf"
  if_exists = "overwrite"
  contents  = "output \"y\" {\n  value = var.y\n}"
}
generate "values" {
  path      = "generated.auto.tfvars"
  if_exists = "overwrite"
  contents  = "y = \"values\""
}
