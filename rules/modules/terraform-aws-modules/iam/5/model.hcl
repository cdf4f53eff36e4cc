model {
  source   = "terraform-aws-modules/iam/aws"
  versions = ">= 5.5.2, < 6.0.0"
  read_at  = ["v5.5.2", "v5.23.0", "v5.44.0", "v5.60.0"]

  only "modules/iam-assumable-role" {
    versions = ">= 5.23.0, < 6.0.0"
  }

  only "modules/iam-assumable-role-with-oidc" {
    versions = ">= 5.44.0, < 6.0.0"
  }

  only "modules/iam-assumable-role-with-saml" {
    versions = ">= 5.23.0, < 6.0.0"
  }

  only "modules/iam-assumable-roles" {
    versions = ">= 5.23.0, < 6.0.0"
  }

  only "modules/iam-assumable-roles-with-saml" {
    versions = ">= 5.23.0, < 6.0.0"
  }

  only "modules/iam-github-oidc-role" {
    versions = ">= 5.40.0, < 6.0.0"
  }
}
