prevent_destroy          = "true"
iam_assume_role_duration = "900"
download_dir             = 5

terraform {
  copy_terraform_lock_file = "false"
  before_hook "numbers" {
    commands = ["apply"]
    execute  = ["echo", 1, true]
    if       = "false"
  }
}
