package pg

import remotestate "github.com/hashicorp/terraform/internal/backend/remote-state"

var New = remotestate.New
