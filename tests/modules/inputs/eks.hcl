case "minimal" {
  labels = ["18", "19.0.0-19.0.1", "19.0.2-19.0.3", "19.1-19.8", "19", "20.9-20.30", "20.31", "20"]
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
  labels = ["19.0.0-19.0.1", "19.0.2-19.0.3", "19.1-19.8", "19", "20.9-20.30", "20.31", "20"]
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
  labels = ["19.0.0-19.0.1", "19.0.2-19.0.3", "19.1-19.8", "19", "20.9-20.30", "20.31", "20"]
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
  labels = ["19.0.0-19.0.1", "19.0.2-19.0.3", "19.1-19.8", "19", "20.9-20.30", "20.31", "20"]
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
  labels = ["18", "19.0.0-19.0.1", "19.0.2-19.0.3", "19.1-19.8", "19", "20.9-20.30", "20.31", "20", "21.0.0-21.0.1", "21.0.2", "21.0.3", "21"]
  inputs {
    create       = false
    cluster_name = "none"
    name         = "none"
  }
}

case "minimal" {
  labels = ["21.0.0-21.0.1", "21.0.2", "21.0.3", "21"]
  inputs {
    name               = "main"
    kubernetes_version = "1.33"
    vpc_id             = "vpc-1"
    subnet_ids         = ["subnet-1", "subnet-2"]
  }
}

case "production" {
  labels = ["21.0.0-21.0.1", "21.0.2", "21.0.3", "21"]
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
  labels = ["21.0.0-21.0.1", "21.0.2", "21.0.3", "21"]
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
  labels = ["21.0.0-21.0.1", "21.0.2", "21.0.3", "21"]
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

case "minimal" {
  labels = ["17"]
  inputs {
    cluster_name    = "main"
    cluster_version = "1.21"
    vpc_id          = "vpc-1"
    subnets         = ["subnet-1", "subnet-2"]
  }
}

case "groups of nodes" {
  labels = ["17"]
  inputs {
    cluster_name                         = "main"
    cluster_version                      = "1.21"
    vpc_id                               = "vpc-1"
    subnets                              = ["subnet-1", "subnet-2"]
    cluster_endpoint_public_access       = true
    cluster_endpoint_public_access_cidrs = ["192.0.2.0/24"]
    cluster_endpoint_private_access      = true
    cluster_encryption_config            = [{ provider_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/one", resources = ["secrets"] }]
    cluster_enabled_log_types            = ["api", "audit"]
    enable_irsa                          = true
    openid_connect_audiences             = ["other"]
    workers_additional_policies          = ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"]
    node_groups_defaults                 = { ami_type = "AL2_x86_64", disk_size = 50, k8s_labels = { kind = "node" } }
    node_groups = {
      general = { desired_capacity = 2, max_capacity = 5, min_capacity = 1, instance_types = ["m5.large"], k8s_labels = { of = "shop" } }
      spot    = { name_prefix = "cheap", capacity_type = "SPOT", subnets = ["subnet-1"], create_launch_template = true, ami_id = "ami-1", set_instance_types_on_lt = true, public_ip = true }
    }
    fargate_profiles = {
      system_pods = { selectors = [{ namespace = "kube-system" }], subnets = ["subnet-2"] }
      other       = { selectors = [{ namespace = "other" }], subnets = ["subnet-1"] }
    }
    tags = { team = "shop" }
  }
}

case "groups of workers" {
  labels = ["17"]
  inputs {
    cluster_name           = "workers"
    cluster_version        = "1.20"
    vpc_id                 = "vpc-1"
    subnets                = ["subnet-1", "subnet-2"]
    cluster_iam_role_name  = "workers-cluster"
    workers_role_name      = "workers-node"
    workers_group_defaults = { root_volume_size = 80, metadata_http_tokens = "required" }
    worker_additional_security_group_ids = ["sg-9"]
    worker_groups = [
      { name = "one", instance_type = "m5.large", asg_max_size = 5, root_encrypted = true, additional_ebs_volumes = [{ block_device_name = "/dev/xvdb", volume_size = 20, encrypted = true }] },
      { asg_desired_capacity = 2, subnets = ["subnet-1"], public_ip = true, metadata_http_tokens = "optional" },
    ]
    worker_groups_launch_template = [
      { name = "template", instance_type = "c5.large", asg_min_size = 2, root_encrypted = true, root_kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/one", additional_security_group_ids = ["sg-8"] },
    ]
  }
}

case "roles and groups of others" {
  labels = ["17"]
  inputs {
    cluster_name                  = "plain"
    cluster_version               = "1.21"
    vpc_id                        = "vpc-1"
    subnets                       = ["subnet-1"]
    manage_cluster_iam_resources  = false
    cluster_iam_role_name         = "own"
    manage_worker_iam_resources   = false
    cluster_create_security_group = false
    cluster_security_group_id     = "sg-1"
    worker_create_security_group  = false
    worker_security_group_id      = "sg-2"
    attach_worker_cni_policy      = false
    node_groups                   = { given = { name = "given", iam_role_arn = "arn:aws:iam::111122223333:role/nodes", launch_template_id = "lt-1", launch_template_version = "3" } }
    create_fargate_pod_execution_role = false
    fargate_pod_execution_role_name   = "pods"
    fargate_profiles                  = { one = { selectors = [{ namespace = "one" }] } }
  }
}

case "nothing made" {
  labels = ["17"]
  inputs {
    create_eks      = false
    cluster_name    = "none"
    cluster_version = "1.21"
    vpc_id          = "vpc-1"
    subnets         = ["subnet-1"]
    enable_irsa     = true
    node_groups     = { one = {} }
  }
}

case "groups" {
  module = "modules/node_groups"
  inputs {
    cluster_name           = "main"
    worker_security_group_id = "sg-1"
    default_iam_role_arn   = "arn:aws:iam::111122223333:role/nodes"
    workers_group_defaults = { asg_desired_capacity = "1", asg_max_size = "3", asg_min_size = "1", instance_type = "m4.large", subnets = ["subnet-1"], key_name = "", launch_template_id = null, launch_template_version = "$Latest", kubelet_extra_args = "", root_volume_size = "100", root_volume_type = "gp2", root_iops = "0", root_volume_throughput = null, root_encrypted = false, root_kms_key_id = "", enable_monitoring = true, eni_delete = true, public_ip = false, pre_userdata = "", additional_security_group_ids = [], timeouts = {}, metadata_http_endpoint = "enabled", metadata_http_tokens = "optional", metadata_http_put_response_hop_limit = null }
    node_groups_defaults   = { capacity_type = "SPOT" }
    node_groups            = { one = { disk_size = 30 }, two = { capacity_type = "ON_DEMAND", create_launch_template = true } }
    tags                   = {}
    ng_depends_on          = null
  }
}

case "profiles" {
  module = "modules/fargate"
  inputs {
    cluster_name          = "main"
    subnets               = ["subnet-1"]
    iam_policy_arn_prefix = "arn:aws:iam::aws:policy"
    fargate_profiles      = { one = { selectors = [{ namespace = "one" }] } }
  }
}
