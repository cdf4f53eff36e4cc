prevent_destroy              = true
iam_role                     = "arn:aws:iam::1:role/root"
iam_assume_role_duration     = 100
download_dir                 = "/root"
terraform_binary             = "tofu"
terraform_version_constraint = ">= 1.5"
