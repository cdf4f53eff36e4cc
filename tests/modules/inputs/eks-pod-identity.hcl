case "minimal" {
  inputs {
    name = "app"
  }
}

case "storage driver with associations" {
  inputs {
    name                      = "ebs-csi"
    attach_aws_ebs_csi_policy = true
    aws_ebs_csi_kms_arns      = ["arn:aws:kms:eu-west-1:111122223333:key/one"]
    additional_policy_arns    = { read = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
    association_defaults      = { namespace = "kube-system" }
    associations = {
      one = { cluster_name = "one", service_account = "ebs-csi-controller-sa" }
      two = { cluster_name = "two", namespace = "storage", service_account = "ebs" }
    }
    trust_policy_conditions = [{ test = "StringEquals", variable = "aws:RequestTag/kubernetes-namespace", values = ["kube-system"] }]
    tags                    = { team = "shop" }
  }
}

case "everything" {
  inputs {
    name                                            = "all"
    use_name_prefix                                 = false
    path                                            = "/eks/"
    policy_name_prefix                              = "Own_"
    permissions_boundary_arn                        = "arn:aws:iam::111122223333:policy/boundary"
    attach_custom_policy                            = true
    policy_statements                               = [{ sid = "All", actions = ["s3:*"], resources = ["*"] }]
    trust_policy_statements                         = [{ sid = "Other", actions = ["sts:AssumeRole"], principals = [{ type = "AWS", identifiers = ["arn:aws:iam::111122223333:root"] }] }]
    attach_amazon_managed_service_prometheus_policy = true
    attach_aws_appmesh_controller_policy            = true
    attach_aws_appmesh_envoy_proxy_policy           = true
    attach_aws_cloudwatch_observability_policy      = true
    attach_aws_ebs_csi_policy                       = true
    attach_aws_efs_csi_policy                       = true
    attach_aws_fsx_lustre_csi_policy                = true
    attach_aws_gateway_controller_policy            = true
    attach_aws_lb_controller_policy                 = true
    attach_aws_lb_controller_targetgroup_binding_only_policy = true
    attach_aws_node_termination_handler_policy      = true
    attach_aws_privateca_issuer_policy              = true
    attach_aws_vpc_cni_policy                       = true
    aws_vpc_cni_enable_ipv4                         = true
    attach_cert_manager_policy                      = true
    attach_cluster_autoscaler_policy                = true
    cluster_autoscaler_cluster_names                = ["one"]
    attach_external_dns_policy                      = true
    external_dns_hosted_zone_arns                   = ["arn:aws:route53:::hostedzone/Z1"]
    attach_external_secrets_policy                  = true
    attach_mountpoint_s3_csi_policy                 = true
    attach_pganalyze_policy                         = true
    attach_velero_policy                            = true
  }
}

case "not made" {
  inputs {
    create = false
    name   = "app"
  }
}
