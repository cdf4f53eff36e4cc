terraform_version_constraint  = ">= 1.0, < 99.0"
terragrunt_version_constraint = ">= 0.0.1"
terraform_binary              = "tofu"

inputs = {
  a = constraint_check("2.0.0-beta1", ">= 1.0")
  b = constraint_check("2.0.0-beta2", ">= 2.0.0-beta1")
  c = constraint_check("v1.2", "~> 1.1")
  d = constraint_check("1.2.3", "> 1.2.2, != 1.2.4, <= 1.2.3")
}
