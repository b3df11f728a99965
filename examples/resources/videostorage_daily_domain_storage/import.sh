# The ID is the name of the domain.
terraform import videostorage_daily_domain_storage.this example-clinic
