"""One believable company: a heating and air-conditioning service in Grenoble. Tables only, no code."""

COMPANY = {
	"company_name": "Alpes Thermique Services",
	"abbr": "ATS",
	"country": "France",
	"default_currency": "EUR",
}

# What stands beside the logo on all that it prints
LETTERHEAD = (
	"14 rue des Alliés",
	"38100 Grenoble",
	"04 65 71 00 14",
	"contact@example.com",
)

USERS = {
	"claire.dubois@example.com": (
		"Claire",
		"Dubois",
		["Maintenance Manager", "Maintenance User", "Sales User", "Stock User"],
	),
	"julie.perrin@example.com": ("Julie", "Perrin", ["Maintenance User"]),
	"karim.benali@example.com": ("Karim", "Benali", ["Maintenance User"]),
	"luc.fontaine@example.com": ("Luc", "Fontaine", ["Sales User"]),
	"paul.mercier@example.com": ("Paul", "Mercier", ["Maintenance Manager"]),
	"anne.lefort@example.com": ("Anne", "Lefort", ["System Manager"]),
}

SALES_TEAM = "Techniciens Isère"
SALES_PERSONS = {
	"Julie Perrin": "julie.perrin@example.com",
	"Karim Benali": "karim.benali@example.com",
	"Luc Fontaine": "luc.fontaine@example.com",
}

CUSTOMER_GROUPS = ["Hôtellerie", "Santé", "Commerce de proximité", "Copropriétés"]
TERRITORIES = ["Grenoble", "Grésivaudan", "Vercors"]
ITEM_GROUPS = ["Équipements thermiques", "Prestations d'entretien", "Pièces détachées"]

# customer: (group, territory, addresses, contacts); the first address and contact are the primary ones
CUSTOMERS = {
	"Hôtel Belledonne": (
		"Hôtellerie",
		"Grenoble",
		[
			("Siège", "12 place Victor Hugo", "38000", "Grenoble"),
			("Chaufferie", "3 rue Hector Berlioz", "38000", "Grenoble"),
			("Annexe", "48 avenue du Vercors", "38170", "Seyssinet-Pariset"),
		],
		[
			("Sophie", "Garnier", "sophie.garnier@example.com", "+33 6 39 98 12 01"),
			("Marc", "Rey", "marc.rey@example.com", "+33 6 39 98 12 02"),
		],
	),
	"Clinique Saint-Bruno": (
		"Santé",
		"Grenoble",
		[
			("Accueil", "27 cours Berriat", "38000", "Grenoble"),
			("Local technique", "29 cours Berriat", "38000", "Grenoble"),
		],
		[("Hélène", "Vidal", "helene.vidal@example.com", "+33 6 39 98 12 11")],
	),
	"Boulangerie Marchand": (
		"Commerce de proximité",
		"Grésivaudan",
		[("Magasin", "5 Grande Rue", "38190", "Bernin")],
		[("Olivier", "Marchand", "olivier.marchand@example.com", "+33 6 39 98 12 21")],
	),
	"Résidence Les Cimes": (
		"Copropriétés",
		"Vercors",
		[
			("Bâtiment A", "210 route des Écouges", "38250", "Villard-de-Lans"),
			("Bâtiment B", "212 route des Écouges", "38250", "Villard-de-Lans"),
		],
		[
			("Nadia", "Colin", "nadia.colin@example.com", "+33 6 39 98 12 31"),
			("Thierry", "Blanc", "thierry.blanc@example.com", "+33 6 39 98 12 32"),
		],
	),
}

# item: (name, description, group, serial-numbered)
EQUIPMENT, SERVICES, SPARES = ITEM_GROUPS
ITEMS = {
	"CHAUD-35": (
		"Chaudière gaz à condensation 35 kW",
		"Chaudière murale, brûleur modulant, ballon séparé.",
		EQUIPMENT,
		1,
	),
	"PAC-16": ("Pompe à chaleur air/eau 16 kW", "Unité extérieure et module hydraulique.", EQUIPMENT, 1),
	"CLIM-50": ("Climatiseur split 5 kW", "Fluide R32, unité murale.", EQUIPMENT, 1),
	"CTA-3000": ("Centrale de traitement d'air 3 000 m³/h", "Double flux, filtres F7.", EQUIPMENT, 1),
	"ENT-CHAUD": (
		"Entretien annuel de chaudière",
		"Nettoyage du brûleur, contrôle de la combustion, attestation.",
		SERVICES,
		0,
	),
	"ENT-CLIM": ("Entretien de climatisation", "Filtres, étanchéité, pression, condensats.", SERVICES, 0),
}

# item: (name, what it is worth, how many there are, their serial numbers, their batch)
SPARE_PARTS = {
	"JOINT-CH35": ("Joint de brûleur pour chaudière 35 kW", 18, 20, [], None),
	"CIRC-25": (
		"Circulateur 25-60",
		145,
		3,
		["CIRC25-2026-0001", "CIRC25-2026-0002", "CIRC25-2026-0003"],
		None,
	),
	"FILTRE-F7": ("Filtre à poches F7 592 × 592", 32, 24, [], "F7-2026-03"),
}

# serial number: item
SERIAL_NUMBERS = {
	"CH35-2021-0147": "CHAUD-35",
	"CH35-2021-0148": "CHAUD-35",
	"CH35-2023-0012": "CHAUD-35",
	"PAC16-2022-0031": "PAC-16",
	"CL50-2022-0210": "CLIM-50",
	"CL50-2022-0211": "CLIM-50",
	"CTA3-2020-0007": "CTA-3000",
}

# reference: (customer, order type, items, shares of the sales team, days from today, submitted)
SALES_ORDERS = {
	"ATS-DEMO-01": (
		"Hôtel Belledonne",
		"Maintenance",
		["CHAUD-35", "CLIM-50"],
		{"Julie Perrin": 70, "Luc Fontaine": 30},
		-40,
		True,
	),
	"ATS-DEMO-02": (
		"Clinique Saint-Bruno",
		"Maintenance",
		["CTA-3000", "PAC-16", "ENT-CLIM"],
		{"Karim Benali": 100},
		-25,
		True,
	),
	"ATS-DEMO-03": ("Boulangerie Marchand", "Maintenance", ["ENT-CLIM"], {}, -10, True),
	"ATS-DEMO-04": (
		"Résidence Les Cimes",
		"Maintenance",
		["CHAUD-35", "ENT-CHAUD"],
		{"Julie Perrin": 100},
		-5,
		True,
	),
	"ATS-DEMO-05": ("Résidence Les Cimes", "Sales", ["PAC-16"], {}, -15, True),
	"ATS-DEMO-06": ("Boulangerie Marchand", "Shopping Cart", ["CLIM-50"], {}, -8, True),
	"ATS-DEMO-07": ("Hôtel Belledonne", "Maintenance", ["ENT-CHAUD"], {}, -2, False),
}

# customer: {item: (periodicity, visits, days from today when it starts, technician)}
SCHEDULES = {
	"Clinique Saint-Bruno": {
		"CTA-3000": ("Quarterly", 4, -80, "Karim Benali"),
		"PAC-16": ("Half Yearly", 2, -80, "Karim Benali"),
	},
	"Hôtel Belledonne": {"CLIM-50": ("Monthly", 12, -26, "Julie Perrin")},
}

# (customer, item, serial number, complaint)
CLAIMS = [
	("Hôtel Belledonne", "CHAUD-35", "CH35-2021-0147", "Fuite d'eau sous la chaudière depuis hier soir."),
	("Résidence Les Cimes", "CHAUD-35", "CH35-2023-0012", "Pas d'eau chaude au deuxième étage."),
]

# title: (item, [(task, mandatory, unit of a reading or None)])
CHECKLISTS = {
	"Centrale de traitement d'air": (
		"CTA-3000",
		[
			("Filtres F7 remplacés", 1, None),
			("Pression différentielle des filtres", 1, "Pascal"),
			("Courroie tendue et sans usure", 1, None),
			("Condensats évacués", 0, None),
		],
	),
}

# order reference of a visit: (item, quantity, serial number, batch, coverage), and whether they were issued
PARTS = {
	"ATS-DEMO-01": (
		[
			("JOINT-CH35", 2, None, None, "Billable"),
			("CIRC-25", 1, "CIRC25-2026-0001", None, "Under Warranty"),
		],
		True,
	),
	"ATS-DEMO-02": ([("FILTRE-F7", 6, None, "F7-2026-03", "Under Contract")], False),
}

# Each visit is one row: what it was made for, when, and how it ended.
# (customer, order reference or None, items with serial number, technician, days from today,
#  maintenance type, completion, work done, end: draft, begin, submit, cancel or amend)
VISITS = [
	(
		"Hôtel Belledonne",
		"ATS-DEMO-01",
		{"CHAUD-35": "CH35-2021-0147"},
		"Julie Perrin",
		-30,
		"Scheduled",
		"Fully Completed",
		"Brûleur nettoyé, combustion contrôlée : rendement 97 %.",
		"submit",
	),
	(
		"Clinique Saint-Bruno",
		"ATS-DEMO-02",
		{"CTA-3000": "CTA3-2020-0007", "PAC-16": "PAC16-2022-0031"},
		"Karim Benali",
		-14,
		"Scheduled",
		"Partially Completed",
		"Filtres F7 remplacés, courroie à commander.",
		"submit",
	),
	(
		"Boulangerie Marchand",
		"ATS-DEMO-03",
		{"ENT-CLIM": None},
		"Julie Perrin",
		-6,
		"Unscheduled",
		"Fully Completed",
		"Condensats débouchés, pression contrôlée.",
		"submit",
	),
	(
		"Résidence Les Cimes",
		"ATS-DEMO-04",
		{"CHAUD-35": "CH35-2023-0012", "ENT-CHAUD": None},
		"Julie Perrin",
		3,
		"Scheduled",
		None,
		None,
		"draft",
	),
	(
		"Résidence Les Cimes",
		None,
		{"CHAUD-35": "CH35-2021-0148"},
		"Karim Benali",
		-2,
		"Breakdown",
		None,
		None,
		"draft",
	),
	("Hôtel Belledonne", None, {"CLIM-50": "CL50-2022-0210"}, None, 6, "Unscheduled", None, None, "draft"),
	(
		"Hôtel Belledonne",
		None,
		{"CLIM-50": "CL50-2022-0211"},
		"Karim Benali",
		0,
		"Breakdown",
		None,
		None,
		"begin",
	),
	(
		"Clinique Saint-Bruno",
		None,
		{"PAC-16": "PAC16-2022-0031"},
		"Karim Benali",
		-20,
		"Breakdown",
		"Fully Completed",
		"Sonde extérieure remplacée.",
		"cancel",
	),
	(
		"Boulangerie Marchand",
		None,
		{"CLIM-50": None},
		"Julie Perrin",
		-18,
		"Breakdown",
		"Partially Completed",
		"Carte électronique réinitialisée, à surveiller.",
		"amend",
	),
]
