// The description of the API, to be read and tried out: Swagger UI, with the session of who is logged in

import SwaggerUI from "swagger-ui-dist/swagger-ui-bundle.js";

const place = document.getElementById("description");

SwaggerUI({
	domNode: place,
	url: place.dataset.url,
	// Nobody else is asked whether it is valid
	validatorUrl: null,
	deepLinking: true,
	docExpansion: "list",
	defaultModelsExpandDepth: 0,
	requestInterceptor(request) {
		if (request.method !== "GET") {
			request.headers["X-Frappe-CSRF-Token"] = place.dataset.token;
		}
		return request;
	},
});
