"""Trained models that all servers share: bytes in Supabase Storage, versions in Postgres."""
