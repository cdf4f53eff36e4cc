case "minimal" {
  module = "modules/iam-assumable-role"
  inputs {
    create_role       = true
    role_name         = "deploy"
    trusted_role_arns = ["arn:aws:iam::111122223333:root"]
  }
}

case "services without a second factor" {
  module = "modules/iam-assumable-role"
  inputs {
    create_role             = true
    role_name               = "worker"
    role_path               = "/service/"
    role_requires_mfa       = false
    trusted_role_services   = ["ec2.amazonaws.com", "ecs-tasks.amazonaws.com"]
    create_instance_profile = true
    attach_admin_policy     = true
    custom_role_policy_arns = ["arn:aws:iam::111122223333:policy/own"]
    number_of_custom_role_policy_arns = 1
    role_sts_externalid     = ["outside"]
    allow_self_assume_role  = true
    trusted_role_arns       = ["arn:aws:iam::444455556666:root", "arn:aws:iam::111122223333:role/x"]
  }
}

case "not made" {
  module = "modules/iam-assumable-role"
  inputs {
    role_name = "none"
  }
}

case "minimal" {
  module = "modules/iam-assumable-role-with-oidc"
  inputs {
    create_role                   = true
    role_name                     = "app"
    provider_url                  = "https://oidc.eks.eu-west-1.amazonaws.com/id/X"
    oidc_fully_qualified_subjects = ["system:serviceaccount:app:app"]
  }
}

case "several providers" {
  module = "modules/iam-assumable-role-with-oidc"
  inputs {
    create_role                    = true
    role_name_prefix               = "app-"
    provider_urls                  = ["oidc.eks.eu-west-1.amazonaws.com/id/X", "oidc.eks.eu-west-1.amazonaws.com/id/Y"]
    oidc_subjects_with_wildcards   = ["system:serviceaccount:app:*"]
    oidc_fully_qualified_audiences = ["sts.amazonaws.com"]
    role_policy_arns               = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
    number_of_role_policy_arns     = 1
    aws_account_id                 = "444455556666"
    allow_self_assume_role         = true
  }
}

case "minimal" {
  module = "modules/iam-role-for-service-accounts-eks"
  inputs {
    role_name = "app"
    oidc_providers = {
      main = { provider_arn = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/X", namespace_service_accounts = ["app:app"] }
    }
  }
}

case "everything" {
  module = "modules/iam-role-for-service-accounts-eks"
  inputs {
    role_name_prefix = "all-"
    role_path        = "/irsa/"
    oidc_providers = {
      main  = { provider_arn = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/X", namespace_service_accounts = ["app:app", "app:worker"] }
      other = { provider_arn = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/Y", namespace_service_accounts = ["app:*"] }
    }
    assume_role_condition_test                             = "StringLike"
    role_policy_arns                                       = { read = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
    allow_self_assume_role                                 = true
    attach_ebs_csi_policy                                  = true
    attach_efs_csi_policy                                  = true
    attach_vpc_cni_policy                                  = true
    vpc_cni_enable_ipv4                                    = true
    attach_external_dns_policy                             = true
    attach_external_secrets_policy                         = true
    attach_cert_manager_policy                             = true
    attach_cluster_autoscaler_policy                       = true
    attach_load_balancer_controller_policy                 = true
    attach_load_balancer_controller_targetgroup_binding_only_policy = true
    attach_karpenter_controller_policy                     = true
    attach_node_termination_handler_policy                 = true
    attach_velero_policy                                   = true
    attach_fsx_lustre_csi_policy                           = true
    attach_mountpoint_s3_csi_policy                        = true
    attach_aws_gateway_controller_policy                   = true
    attach_appmesh_controller_policy                       = true
    attach_appmesh_envoy_proxy_policy                      = true
    attach_amazon_managed_service_prometheus_policy        = true
    attach_cloudwatch_observability_policy                 = true
  }
}

case "not made" {
  module = "modules/iam-role-for-service-accounts-eks"
  inputs {
    create_role = false
  }
}

case "minimal" {
  module = "modules/iam-role"
  inputs {
    name = "deploy"
    trust_policy_permissions = {
      account = { actions = ["sts:AssumeRole"], principals = [{ type = "AWS", identifiers = ["arn:aws:iam::111122223333:root"] }] }
    }
  }
}

case "github" {
  module = "modules/iam-role"
  inputs {
    name                    = "ci"
    use_name_prefix         = false
    enable_github_oidc      = true
    oidc_subjects           = ["octo/shop:ref:refs/heads/main"]
    oidc_wildcard_subjects  = ["octo/shop:*"]
    policies                = { read = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
    create_inline_policy    = true
    inline_policy_permissions = { all = { actions = ["s3:*"], resources = ["*"] } }
    create_instance_profile = true
    path                    = "/ci/"
  }
}

case "oidc and saml" {
  module = "modules/iam-role"
  inputs {
    name               = "mixed"
    enable_oidc        = true
    oidc_provider_urls = ["https://oidc.eks.eu-west-1.amazonaws.com/id/X"]
    oidc_subjects      = ["system:serviceaccount:app:app"]
    oidc_audiences     = ["sts.amazonaws.com"]
    enable_saml        = true
    saml_provider_ids  = ["arn:aws:iam::111122223333:saml-provider/x"]
  }
}

case "not made" {
  module = "modules/iam-role"
  inputs {
    create = false
    name   = "none"
  }
}

case "minimal" {
  module = "modules/iam-role-for-service-accounts"
  inputs {
    name = "app"
    oidc_providers = {
      main = { provider_arn = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/X", namespace_service_accounts = ["app:app"] }
    }
  }
}

case "everything" {
  module = "modules/iam-role-for-service-accounts"
  inputs {
    name            = "all"
    use_name_prefix = false
    path            = "/irsa/"
    oidc_providers = {
      main  = { provider_arn = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/X", namespace_service_accounts = ["app:app", "app:worker"] }
      other = { provider_arn = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/Y", namespace_service_accounts = ["app:*"] }
    }
    trust_condition_test             = "StringLike"
    policies                         = { read = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
    create_inline_policy             = true
    permissions                      = { all = { actions = ["s3:*"], resources = ["*"] } }
    attach_ebs_csi_policy            = true
    attach_vpc_cni_policy            = true
    attach_external_dns_policy       = true
    attach_load_balancer_controller_policy = true
  }
}

case "not made" {
  module = "modules/iam-role-for-service-accounts"
  inputs {
    create = false
    name   = "none"
  }
}

case "minimal" {
  module = "modules/iam-assumable-role-with-saml"
  inputs {
    create_role = true
    role_name   = "people"
    provider_id = "arn:aws:iam::111122223333:saml-provider/x"
  }
}

case "several providers" {
  module = "modules/iam-assumable-role-with-saml"
  inputs {
    create_role            = true
    role_name_prefix       = "people-"
    role_path              = "/people/"
    provider_ids           = ["arn:aws:iam::111122223333:saml-provider/x", "arn:aws:iam::111122223333:saml-provider/y"]
    allow_self_assume_role = true
    role_policy_arns       = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
  }
}

case "minimal" {
  module = "modules/iam-assumable-roles"
  inputs {
    trusted_role_arns    = ["arn:aws:iam::444455556666:root"]
    create_admin_role    = true
    create_readonly_role = true
  }
}

case "all three" {
  module = "modules/iam-assumable-roles"
  inputs {
    trusted_role_arns          = ["arn:aws:iam::444455556666:root"]
    trusted_role_services      = ["ec2.amazonaws.com"]
    create_admin_role          = true
    create_poweruser_role      = true
    create_readonly_role       = true
    admin_role_requires_mfa    = false
    poweruser_role_name        = "developers"
    readonly_role_requires_mfa = false
    allow_self_assume_role     = true
  }
}

case "minimal" {
  module = "modules/iam-assumable-roles-with-saml"
  inputs {
    provider_id       = "arn:aws:iam::111122223333:saml-provider/x"
    create_admin_role = true
  }
}

case "all three" {
  module = "modules/iam-assumable-roles-with-saml"
  inputs {
    provider_ids           = ["arn:aws:iam::111122223333:saml-provider/x"]
    create_admin_role      = true
    create_poweruser_role  = true
    create_readonly_role   = true
    admin_role_name        = "boss"
    allow_self_assume_role = true
  }
}

case "two clusters" {
  module = "modules/iam-eks-role"
  inputs {
    role_name                = "app"
    cluster_service_accounts = { one = ["app:app"], two = ["app:app", "app:worker"] }
    role_policy_arns         = { read = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
  }
}

case "minimal" {
  module = "modules/iam-github-oidc-provider"
  inputs {}
}

case "minimal" {
  module = "modules/iam-github-oidc-role"
  inputs {
    name     = "ci"
    subjects = ["octo/shop:ref:refs/heads/main", "repo:octo/other:*"]
    policies = { read = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
  }
}

case "minimal" {
  module = "modules/iam-policy"
  inputs {
    name   = "read"
    policy = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
  }
}

case "minimal" {
  module = "modules/iam-read-only-policy"
  inputs {
    name             = "read"
    allowed_services = ["s3", "ec2"]
  }
}

case "minimal" {
  module = "modules/iam-oidc-provider"
  inputs {
    url = "https://token.actions.githubusercontent.com"
  }
}

case "minimal" {
  module = "modules/iam-user"
  inputs {
    name = "robot"
  }
}

case "without a key" {
  module = "modules/iam-user"
  inputs {
    name                  = "person"
    path                  = "/people/"
    create_iam_access_key = false
    create_access_key     = false
    policies              = { read = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
  }
}
