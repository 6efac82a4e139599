"""Symptom: without a Redis server nothing is cached, and hooks and DocTypes are read anew for each request.

Cause: Frappe's cache is Redis, with a second, process-local layer that Redis keeps true.
Remedy: fakeredis, in this process; the local layer needs no messages from a server when what is written
through the plain cache is dropped from it at once. Only good for one process for each site.
"""

import threading


def apply() -> None:
	import fakeredis
	import frappe.utils.redis_wrapper as redis_wrapper

	server = fakeredis.FakeServer()

	class SandboxCache(redis_wrapper.RedisWrapper, fakeredis.FakeRedis):
		"""Frappe's wrapper over a Redis inside this process."""

		def set_value(self, key, val, user=None, expires_in_sec=None, shared=False):
			super().set_value(key, val, user=user, expires_in_sec=expires_in_sec, shared=shared)
			forget([self.make_key(key, user, shared)])

		def delete_value(self, keys, user=None, make_keys=True, shared=False):
			super().delete_value(keys, user=user, make_keys=make_keys, shared=shared)
			names = keys if isinstance(keys, list | tuple) else [keys]
			forget([self.make_key(name, user, shared) if make_keys else name for name in names])

	redis_wrapper.setup_cache = lambda: SandboxCache(server=server)
	redis_wrapper.ClientCache.__init__ = initialise_local_layer
	redis_wrapper.ClientCache.erase_persistent_caches = erase_persistent_caches


def initialise_local_layer(self, maxsize: int = 1024, ttl: int = 10 * 60, monitor=None) -> None:
	import frappe

	self.maxsize, self.local_ttl = maxsize, ttl
	self.lock, self.cache = threading.RLock(), {}
	self.redis = self.invalidator = frappe.cache
	self.healthy, self.connection_retries, self.invalidator_id = True, 0, None
	self.hits = self.misses = 0


def forget(keys: list) -> None:
	"""Drop the keys from the process-local layer."""
	import frappe

	if frappe.client_cache is None:
		return
	with frappe.client_cache.lock:
		for key in keys:
			frappe.client_cache.cache.pop(key, None)


def erase_persistent_caches(self, *, doctype: str | None = None) -> None:
	"""Do at once what the message to all workers would have them do."""
	from frappe.cache_manager import clear_controller_cache
	from frappe.utils import caching

	clear_controller_cache(doctype)
	if not doctype:
		caching._SITE_CACHE.clear()
