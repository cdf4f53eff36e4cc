case "minimal" {
  inputs {
    name = "orders"
  }
}

case "encrypted with a dead letter queue" {
  inputs {
    name                            = "orders"
    kms_master_key_id               = "arn:aws:kms:eu-west-1:111122223333:key/one"
    create_dlq                      = true
    dlq_name                        = "orders-failed"
    redrive_policy                  = { maxReceiveCount = 10 }
    tags                            = { team = "shop" }
  }
}

case "everything" {
  labels = ["4", "5"]
  inputs {
    name                        = "orders.fifo"
    fifo_queue                  = true
    use_name_prefix             = true
    create_queue_policy         = true
    queue_policy_statements = {
      account = { sid = "Read", actions = ["sqs:ReceiveMessage"], principals = [{ type = "AWS", identifiers = ["*"] }] }
    }
    create_dlq                  = true
    create_dlq_queue_policy     = true
    dlq_sqs_managed_sse_enabled = false
    dlq_tags                    = { kind = "dead" }
    redrive_allow_policy        = { redrivePermission = "denyAll" }
  }
}

case "first in, first out" {
  inputs {
    name                        = "orders.fifo"
    fifo_queue                  = true
    create_dlq                  = true
    content_based_deduplication = true
    sqs_managed_sse_enabled     = false
  }
}

case "not made" {
  inputs {
    create     = false
    create_dlq = true
  }
}
