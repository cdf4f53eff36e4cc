case "minimal" {
  labels = ["18", "19.1-19.8", "19", "20.9-20.30", "20"]
  inputs {
    cluster_name    = "main"
    cluster_version = "1.30"
    vpc_id          = "vpc-1"
    subnet_ids      = ["subnet-1", "subnet-2"]
  }
}

case "production" {
  labels = ["18"]
  inputs {
    cluster_name                         = "main"
    cluster_version                      = "1.30"
    vpc_id                               = "vpc-1"
    subnet_ids                           = ["subnet-1", "subnet-2"]
    control_plane_subnet_ids             = ["subnet-3", "subnet-4"]
    cluster_endpoint_public_access       = true
    cluster_endpoint_public_access_cidrs = ["192.0.2.0/24"]
    cluster_endpoint_private_access      = true
    create_kms_key                       = false
    cluster_encryption_config            = [{ provider_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/one", resources = ["secrets"] }]
    cluster_enabled_log_types            = ["api", "audit"]
    enable_irsa                          = true
    cluster_addons                       = { coredns = {}, vpc-cni = { before_compute = true, service_account_role_arn = "arn:aws:iam::111122223333:role/cni" } }
    enable_cluster_creator_admin_permissions = true
    access_entries = {
      admin = { principal_arn = "arn:aws:iam::111122223333:role/admin", kubernetes_groups = ["admins"] }
    }
    eks_managed_node_group_defaults = { instance_types = ["m7i.large"], disk_size = 50 }
    eks_managed_node_groups = {
      general = { min_size = 2, max_size = 5, desired_size = 3, subnet_ids = ["subnet-1"] }
      spot    = { name = "cheap", capacity_type = "SPOT", labels = { kind = "spot" }, use_custom_launch_template = false, iam_role_additional_policies = ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"] }
    }
    tags = { team = "shop" }
  }
}

case "production" {
  labels = ["19.1-19.8", "19", "20.9-20.30", "20"]
  inputs {
    cluster_name                         = "main"
    cluster_version                      = "1.30"
    vpc_id                               = "vpc-1"
    subnet_ids                           = ["subnet-1", "subnet-2"]
    control_plane_subnet_ids             = ["subnet-3", "subnet-4"]
    cluster_endpoint_public_access       = true
    cluster_endpoint_public_access_cidrs = ["192.0.2.0/24"]
    cluster_endpoint_private_access      = true
    create_kms_key                       = false
    cluster_encryption_config            = { provider_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/one", resources = ["secrets"] }
    cluster_enabled_log_types            = ["api", "audit"]
    enable_irsa                          = true
    cluster_addons                       = { coredns = {}, vpc-cni = { before_compute = true, service_account_role_arn = "arn:aws:iam::111122223333:role/cni" } }
    enable_cluster_creator_admin_permissions = true
    access_entries = {
      admin = { principal_arn = "arn:aws:iam::111122223333:role/admin", kubernetes_groups = ["admins"] }
    }
    eks_managed_node_group_defaults = { instance_types = ["m7i.large"], disk_size = 50 }
    eks_managed_node_groups = {
      general = { min_size = 2, max_size = 5, desired_size = 3, subnet_ids = ["subnet-1"] }
      spot    = { name = "cheap", capacity_type = "SPOT", labels = { kind = "spot" }, use_custom_launch_template = false, iam_role_additional_policies = { ssm = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" } }
    }
    tags = { team = "shop" }
  }
}

case "everything" {
  labels = ["18"]
  inputs {
    cluster_name                   = "all"
    cluster_version                = "1.29"
    vpc_id                         = "vpc-1"
    subnet_ids                     = ["subnet-1", "subnet-2"]
    create_kms_key                 = true
    kms_key_aliases                = ["eks/all/own"]
    enable_kms_key_rotation        = false
    cluster_ip_family              = "ipv4"
    iam_role_name                  = "all-cluster"
    iam_role_use_name_prefix       = false
    iam_role_additional_policies   = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
    cluster_compute_config         = { enabled = true, node_pools = ["general-purpose"] }
    fargate_profiles = {
      system = { name = "system", selectors = [{ namespace = "kube-system" }], subnet_ids = ["subnet-1"] }
    }
    self_managed_node_groups = {
      own = { name = "own", instance_type = "m7i.large", min_size = 1, max_size = 2, desired_size = 1, subnet_ids = ["subnet-2"], block_device_mappings = { root = { device_name = "/dev/xvda", ebs = { encrypted = true, kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/one", volume_size = 50 } } } }
    }
    eks_managed_node_groups = {
      custom = { create_iam_role = false, iam_role_arn = "arn:aws:iam::111122223333:role/nodes", block_device_mappings = { root = { device_name = "/dev/xvda", ebs = { encrypted = false, volume_size = 20 } } } }
    }
  }
}

case "everything" {
  labels = ["19.1-19.8", "19", "20.9-20.30", "20"]
  inputs {
    cluster_name                   = "all"
    cluster_version                = "1.29"
    vpc_id                         = "vpc-1"
    subnet_ids                     = ["subnet-1", "subnet-2"]
    create_kms_key                 = true
    kms_key_aliases                = ["eks/all/own"]
    enable_kms_key_rotation        = false
    cluster_ip_family              = "ipv4"
    iam_role_name                  = "all-cluster"
    iam_role_use_name_prefix       = false
    iam_role_additional_policies   = { read = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
    cluster_compute_config         = { enabled = true, node_pools = ["general-purpose"] }
    fargate_profiles = {
      system = { name = "system", selectors = [{ namespace = "kube-system" }], subnet_ids = ["subnet-1"] }
    }
    self_managed_node_groups = {
      own = { name = "own", instance_type = "m7i.large", min_size = 1, max_size = 2, desired_size = 1, subnet_ids = ["subnet-2"], block_device_mappings = { root = { device_name = "/dev/xvda", ebs = { encrypted = true, kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/one", volume_size = 50 } } } }
    }
    eks_managed_node_groups = {
      custom = { create_iam_role = false, iam_role_arn = "arn:aws:iam::111122223333:role/nodes", block_device_mappings = { root = { device_name = "/dev/xvda", ebs = { encrypted = false, volume_size = 20 } } } }
    }
  }
}

case "role of others" {
  labels = ["18"]
  inputs {
    cluster_name              = "plain"
    subnet_ids                = ["subnet-1"]
    create_iam_role           = false
    iam_role_arn              = "arn:aws:iam::111122223333:role/eks"
    enable_irsa               = false
    cluster_encryption_config = []
    create_cluster_security_group = false
    create_node_security_group    = false
  }
}

case "role of others" {
  labels = ["19.1-19.8", "19", "20.9-20.30", "20"]
  inputs {
    cluster_name              = "plain"
    subnet_ids                = ["subnet-1"]
    create_iam_role           = false
    iam_role_arn              = "arn:aws:iam::111122223333:role/eks"
    enable_irsa               = false
    cluster_encryption_config = {}
    create_cluster_security_group = false
    create_node_security_group    = false
  }
}

case "not made" {
  inputs {
    create       = false
    cluster_name = "none"
    name         = "none"
  }
}

case "minimal" {
  labels = ["21"]
  inputs {
    name               = "main"
    kubernetes_version = "1.33"
    vpc_id             = "vpc-1"
    subnet_ids         = ["subnet-1", "subnet-2"]
  }
}

case "production" {
  labels = ["21"]
  inputs {
    name                         = "main"
    kubernetes_version           = "1.33"
    vpc_id                       = "vpc-1"
    subnet_ids                   = ["subnet-1", "subnet-2"]
    control_plane_subnet_ids     = ["subnet-3", "subnet-4"]
    endpoint_public_access       = true
    endpoint_public_access_cidrs = ["192.0.2.0/24"]
    create_kms_key               = false
    encryption_config            = { provider_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/one", resources = ["secrets"] }
    enabled_log_types            = ["api"]
    addons                       = { coredns = {}, vpc-cni = { before_compute = true, service_account_role_arn = "arn:aws:iam::111122223333:role/cni" } }
    enable_cluster_creator_admin_permissions = true
    access_entries = {
      admin = { principal_arn = "arn:aws:iam::111122223333:role/admin", kubernetes_groups = ["admins"] }
    }
    eks_managed_node_groups = {
      general = { min_size = 2, max_size = 5, desired_size = 3, subnet_ids = ["subnet-1"], instance_types = ["m7i.large"] }
      spot    = { name = "cheap", capacity_type = "SPOT", labels = { kind = "spot" }, use_custom_launch_template = false, iam_role_additional_policies = { ssm = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" } }
    }
    tags = { team = "shop" }
  }
}

case "everything" {
  labels = ["21"]
  inputs {
    name                         = "all"
    kubernetes_version           = "1.33"
    vpc_id                       = "vpc-1"
    subnet_ids                   = ["subnet-1", "subnet-2"]
    create_kms_key               = true
    kms_key_aliases              = ["eks/all/own"]
    iam_role_name                = "all-cluster"
    iam_role_use_name_prefix     = false
    iam_role_additional_policies = { read = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
    compute_config               = { enabled = true, node_pools = ["general-purpose"] }
    fargate_profiles = {
      system = { name = "system", selectors = [{ namespace = "kube-system" }], subnet_ids = ["subnet-1"] }
    }
    self_managed_node_groups = {
      own = { name = "own", instance_type = "m7i.large", min_size = 1, max_size = 2, desired_size = 1, subnet_ids = ["subnet-2"], block_device_mappings = { root = { device_name = "/dev/xvda", ebs = { encrypted = true, kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/one", volume_size = 50 } } } }
    }
    eks_managed_node_groups = {
      custom = { create_iam_role = false, iam_role_arn = "arn:aws:iam::111122223333:role/nodes", block_device_mappings = { root = { device_name = "/dev/xvda", ebs = { encrypted = false, volume_size = 20 } } } }
    }
  }
}

case "role of others" {
  labels = ["21"]
  inputs {
    name            = "plain"
    subnet_ids      = ["subnet-1"]
    create_iam_role = false
    iam_role_arn    = "arn:aws:iam::111122223333:role/eks"
    enable_irsa     = false
    encryption_config     = null
    create_security_group = false
    create_node_security_group = false
  }
}

case "minimal" {
  module = "modules/eks-managed-node-group"
  inputs {
    name         = "general"
    cluster_name = "main"
    subnet_ids   = ["subnet-1"]
    cluster_service_cidr = "172.20.0.0/16"
  }
}

case "encrypted" {
  module = "modules/eks-managed-node-group"
  inputs {
    name                  = "general"
    cluster_name          = "main"
    subnet_ids            = ["subnet-1"]
    cluster_service_cidr  = "172.20.0.0/16"
    use_name_prefix       = false
    instance_types        = ["m7i.large"]
    capacity_type         = "SPOT"
    min_size              = 2
    block_device_mappings = { root = { device_name = "/dev/xvda", ebs = { encrypted = true, kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/one", volume_size = 50 } } }
  }
}

case "minimal" {
  module = "modules/self-managed-node-group"
  inputs {
    name         = "own"
    cluster_name = "main"
    subnet_ids   = ["subnet-1"]
    cluster_auth_base64 = "eA=="
    cluster_endpoint = "https://x"
    cluster_service_cidr = "172.20.0.0/16"
  }
}

case "minimal" {
  module = "modules/fargate-profile"
  inputs {
    name         = "system"
    cluster_name = "main"
    subnet_ids   = ["subnet-1"]
    selectors    = [{ namespace = "kube-system" }]
  }
}

case "minimal" {
  module = "modules/karpenter"
  inputs {
    cluster_name = "main"
  }
}

case "with an identity of pods" {
  module = "modules/karpenter"
  inputs {
    cluster_name                    = "main"
    create_pod_identity_association = true
    enable_pod_identity             = true
    enable_irsa                     = true
    irsa_oidc_provider_arn          = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/X"
    irsa_namespace_service_accounts = ["karpenter:karpenter"]
    iam_role_use_name_prefix        = false
    node_iam_role_additional_policies = { ssm = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" }
    create_node_iam_role            = true
    create_instance_profile         = true
    node_iam_role_name              = "nodes"
    queue_kms_master_key_id         = "alias/queue"
  }
}

case "nodes of others" {
  module = "modules/karpenter"
  inputs {
    cluster_name            = "main"
    create_node_iam_role    = false
    node_iam_role_arn       = "arn:aws:iam::111122223333:role/nodes"
    enable_spot_termination = false
    create_iam_role         = false
    iam_role_arn            = "arn:aws:iam::111122223333:role/nodes"
  }
}

case "minimal" {
  module = "modules/hybrid-node-role"
  inputs {
    name = "hybrid"
  }
}

case "anywhere" {
  module = "modules/hybrid-node-role"
  inputs {
    name                         = "hybrid"
    cluster_arns                 = ["arn:aws:eks:eu-west-1:111122223333:cluster/main"]
    enable_ira                   = true
    trust_anchor_arns            = ["arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/x"]
    ira_trust_anchor_source_arns = ["arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/x"]
    policies                     = { read = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
    use_name_prefix              = false
  }
}
