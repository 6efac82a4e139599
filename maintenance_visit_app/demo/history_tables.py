"""Four months of the demo company, up to next week. Tables only, no code."""

HOTEL, CLINIC, BAKERY = "Hôtel Belledonne", "Clinique Saint-Bruno", "Boulangerie Marchand"
RESIDENCE = "Résidence Les Cimes"
JULIE, KARIM = "Julie Perrin", "Karim Benali"
SCHEDULED, UNSCHEDULED, BREAKDOWN = "Scheduled", "Unscheduled", "Breakdown"
# Made from the visit before it to the same serial number, which left something to do
FOLLOW_UP = "Follow-up"
DONE, PARTLY = "Fully Completed", "Partially Completed"

# (item, name, price of an hour)
LABOUR = ("MO-TECH", "Main-d'œuvre technicien", 62)
COST_OF_AN_HOUR = 24

# serial number: (item, whose it is); the second half is not in the tests' world
EQUIPMENT = {
	"CH35-2021-0147": ("CHAUD-35", HOTEL),
	"CH35-2023-0012": ("CHAUD-35", RESIDENCE),
	"CL50-2022-0210": ("CLIM-50", HOTEL),
	"PAC16-2022-0031": ("PAC-16", CLINIC),
	"CTA3-2020-0007": ("CTA-3000", CLINIC),
	"CH35-2022-0305": ("CHAUD-35", BAKERY),
	"CL50-2023-0118": ("CLIM-50", BAKERY),
	"PAC16-2023-0044": ("PAC-16", RESIDENCE),
	"CTA3-2021-0019": ("CTA-3000", CLINIC),
}

# Where the customers' addresses are, in degrees
POSITIONS = {
	"Hôtel Belledonne Siège": "45.18850, 5.72500",
	"Hôtel Belledonne Chaufferie": "45.19010, 5.72810",
	"Hôtel Belledonne Annexe": "45.17960, 5.69900",
	"Clinique Saint-Bruno Accueil": "45.18900, 5.71600",
	"Clinique Saint-Bruno Local technique": "45.18910, 5.71560",
	"Boulangerie Marchand Magasin": "45.26700, 5.86500",
	"Résidence Les Cimes Bâtiment A": "45.07000, 5.55100",
	"Résidence Les Cimes Bâtiment B": "45.07020, 5.55140",
}

# What a technician writes down
WORK = {
	"boiler serviced": "Brûleur nettoyé, combustion contrôlée : rendement 97 %. Attestation remise.",
	"boiler restarted": "Électrode d'allumage encrassée : nettoyée, brûleur redémarré.",
	"ignition replaced": "Électrode d'allumage remplacée, essais à chaud concluants.",
	"gasket replaced": "Joint de brûleur remplacé, étanchéité vérifiée.",
	"pressure restored": "Vase d'expansion regonflé, pression remontée à 1,5 bar.",
	"exchanger waits": "Échangeur entartré, pièce commandée. Chaudière en marche réduite.",
	"exchanger replaced": "Échangeur remplacé, réglage du brûleur refait.",
	"split serviced": "Filtres nettoyés, bac à condensats désinfecté, pression contrôlée.",
	"gas topped up": "Manque de fluide : 300 g de R32 ajoutés, raccord resserré.",
	"leak searched": "Fuite lente non localisée : traceur injecté, retour prévu.",
	"leak mended": "Raccord refait, mise sous vide et recharge complète.",
	"drain unblocked": "Évacuation des condensats débouchée, pompe de relevage testée.",
	"heat pump serviced": "Échangeur extérieur nettoyé, pressions et dégivrage contrôlés.",
	"sensor replaced": "Sonde de dégivrage remplacée, cycle vérifié.",
	"board waits": "Carte électronique en défaut : réinitialisée, remplacement à prévoir.",
	"board replaced": "Carte électronique remplacée, paramètres rechargés.",
	"circuit bled": "Circuit purgé, débit rétabli.",
	"filters replaced": "Filtres F7 remplacés, pression différentielle relevée.",
	"belt waits": "Courroie usée, retendue en attendant la pièce.",
	"belt replaced": "Courroie remplacée et alignée, vibrations normales.",
	"dampers set": "Registres réglés, débit de soufflage conforme.",
}

# What customers say about it: (stars, comment)
OPINIONS = {
	"prompt": (5, "Intervention rapide, technicien très clair."),
	"clean": (5, "Travail soigné, local laissé propre."),
	"fine": (4, "Rien à redire."),
	"late": (3, "Bon travail, mais une heure de retard."),
	"again": (2, "Encore la même panne, nous attendons une vraie solution."),
	"angry": (1, "Deux jours sans eau chaude, personne ne rappelle."),
	"": (0, None),
}

# Minutes after the time that was planned
DELAYS = {"late": 60}

# kind of work: (item, quantity, batch) used for it
PARTS = {
	"gasket replaced": ("JOINT-CH35", 2, None),
	"boiler serviced": ("JOINT-CH35", 1, None),
	"filters replaced": ("FILTRE-F7", 3, "F7-2026-03"),
}

# (days from today, time, serial number, technician, type, hours, completion, work, opinion), the oldest first
VISITS = [
	(-121, "08:30", "CH35-2021-0147", JULIE, SCHEDULED, 1.5, DONE, "boiler serviced", "clean"),
	(-119, "09:00", "CTA3-2021-0019", KARIM, SCHEDULED, 2.25, DONE, "filters replaced", "fine"),
	(-117, "14:00", "CL50-2022-0210", JULIE, UNSCHEDULED, 1, DONE, "split serviced", "prompt"),
	(-114, "10:15", "CH35-2023-0012", KARIM, BREAKDOWN, 1.25, DONE, "boiler restarted", "fine"),
	(-112, "08:00", "PAC16-2023-0044", JULIE, SCHEDULED, 1.75, DONE, "heat pump serviced", ""),
	(-108, "15:30", "CL50-2023-0118", KARIM, BREAKDOWN, 1.5, DONE, "drain unblocked", "prompt"),
	(-106, "09:30", "CH35-2022-0305", JULIE, SCHEDULED, 1.25, DONE, "boiler serviced", "clean"),
	(-103, "11:00", "CH35-2023-0012", KARIM, BREAKDOWN, 1, DONE, "boiler restarted", "again"),
	(-100, "08:30", "PAC16-2022-0031", KARIM, UNSCHEDULED, 0.75, DONE, "circuit bled", "fine"),
	(-98, "13:30", "CL50-2022-0210", JULIE, BREAKDOWN, 2, PARTLY, "leak searched", "late"),
	(-95, "08:00", "CL50-2022-0210", JULIE, FOLLOW_UP, 2.5, DONE, "leak mended", "fine"),
	(-92, "10:00", "CTA3-2020-0007", KARIM, UNSCHEDULED, 1.5, DONE, "dampers set", ""),
	(-89, "16:00", "CH35-2023-0012", JULIE, BREAKDOWN, 1.75, DONE, "ignition replaced", "again"),
	(-86, "09:00", "CTA3-2021-0019", KARIM, BREAKDOWN, 1, PARTLY, "belt waits", ""),
	(-84, "08:30", "PAC16-2023-0044", JULIE, UNSCHEDULED, 0.75, DONE, "circuit bled", "fine"),
	(-82, "14:30", "CTA3-2021-0019", KARIM, FOLLOW_UP, 1.25, DONE, "belt replaced", "fine"),
	(-79, "10:30", "CH35-2022-0305", JULIE, BREAKDOWN, 1, DONE, "pressure restored", "prompt"),
	(-77, "09:15", "CL50-2023-0118", KARIM, SCHEDULED, 1, DONE, "split serviced", "fine"),
	(-73, "08:00", "CH35-2021-0147", JULIE, BREAKDOWN, 1.5, DONE, "gasket replaced", "prompt"),
	(-71, "15:00", "PAC16-2022-0031", KARIM, BREAKDOWN, 1.5, PARTLY, "board waits", "late"),
	(-68, "08:30", "CTA3-2020-0007", KARIM, SCHEDULED, 2, DONE, "filters replaced", "clean"),
	(-66, "11:00", "PAC16-2022-0031", KARIM, FOLLOW_UP, 2, DONE, "board replaced", "fine"),
	(-63, "09:30", "CL50-2022-0210", JULIE, UNSCHEDULED, 1, DONE, "split serviced", ""),
	(-61, "13:30", "PAC16-2023-0044", JULIE, BREAKDOWN, 1.25, DONE, "sensor replaced", "prompt"),
	(-58, "10:00", "CH35-2023-0012", KARIM, SCHEDULED, 1.5, DONE, "boiler serviced", "late"),
	(-56, "16:15", "CL50-2023-0118", KARIM, BREAKDOWN, 1.25, DONE, "gas topped up", "fine"),
	(-52, "08:30", "CTA3-2021-0019", KARIM, SCHEDULED, 2.25, DONE, "filters replaced", "clean"),
	(-50, "14:00", "CH35-2022-0305", JULIE, UNSCHEDULED, 0.75, DONE, "pressure restored", ""),
	(-47, "09:00", "CL50-2023-0118", KARIM, BREAKDOWN, 1.5, PARTLY, "leak searched", "again"),
	(-45, "10:30", "CH35-2021-0147", JULIE, BREAKDOWN, 1, DONE, "boiler restarted", "fine"),
	(-43, "08:00", "CL50-2023-0118", JULIE, FOLLOW_UP, 2.25, DONE, "leak mended", "clean"),
	(-40, "13:00", "PAC16-2022-0031", KARIM, SCHEDULED, 1.75, DONE, "heat pump serviced", "fine"),
	(-37, "09:30", "CH35-2023-0012", KARIM, BREAKDOWN, 1.5, PARTLY, "exchanger waits", "angry"),
	(-35, "15:00", "CTA3-2020-0007", KARIM, BREAKDOWN, 1.25, DONE, "dampers set", ""),
	(-32, "08:30", "CH35-2023-0012", JULIE, FOLLOW_UP, 3, DONE, "exchanger replaced", "fine"),
	(-29, "10:00", "CL50-2022-0210", JULIE, SCHEDULED, 1, DONE, "split serviced", "prompt"),
	(-26, "11:30", "PAC16-2023-0044", KARIM, BREAKDOWN, 1, DONE, "circuit bled", "late"),
	(-23, "09:00", "CH35-2022-0305", JULIE, BREAKDOWN, 1.25, DONE, "ignition replaced", "prompt"),
	(-19, "14:30", "CTA3-2021-0019", KARIM, UNSCHEDULED, 1, DONE, "dampers set", "fine"),
	(-16, "08:30", "CH35-2021-0147", JULIE, SCHEDULED, 1.5, DONE, "boiler serviced", "clean"),
	(-12, "10:15", "CL50-2022-0210", KARIM, BREAKDOWN, 1.25, DONE, "drain unblocked", "fine"),
	(-9, "09:00", "PAC16-2022-0031", KARIM, BREAKDOWN, 1.5, PARTLY, "board waits", "late"),
	(-7, "13:30", "CH35-2023-0012", JULIE, UNSCHEDULED, 0.75, DONE, "pressure restored", "prompt"),
	(-3, "08:00", "CL50-2023-0118", JULIE, BREAKDOWN, 1.5, DONE, "gas topped up", "fine"),
	(-1, "15:00", "CH35-2022-0305", KARIM, BREAKDOWN, 1, DONE, "boiler restarted", "prompt"),
]

# (days from today, time, serial number, technician or None, type, planned hours)
PLANNED_VISITS = [
	(0, "08:30", "CTA3-2020-0007", KARIM, SCHEDULED, 2),
	(0, "14:00", "CH35-2021-0147", JULIE, UNSCHEDULED, 1.5),
	(1, "09:00", "PAC16-2023-0044", JULIE, SCHEDULED, 1.5),
	(1, "10:30", "CL50-2023-0118", KARIM, BREAKDOWN, 1),
	(2, "08:30", "PAC16-2022-0031", KARIM, FOLLOW_UP, 2),
	(6, "13:30", "CL50-2022-0210", None, UNSCHEDULED, 1),
	(7, "09:00", "CH35-2022-0305", JULIE, SCHEDULED, 1.5),
	(8, "08:30", "CTA3-2021-0019", KARIM, SCHEDULED, 2),
]
