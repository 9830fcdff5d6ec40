"""Small index books and tables in the publishers' layouts, with terms and codes of the real lists' forms."""

from __future__ import annotations

DISEASES = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index><version>2026</version><title>ICD-10-CM INDEX TO DISEASES and INJURIES</title>
<letter><title>F</title>
 <mainTerm><title>Fracture, burst</title><see>Fracture, traumatic</see></mainTerm>
 <mainTerm><title>Fracture, traumatic<nemod>(abduction) (adduction)</nemod></title>
  <term level="1"><title>femur, femoral</title>
   <term level="2"><title>neck</title><see>Fracture, traumatic, femur, base</see></term>
   <term level="2"><title>base</title><code>S72.04-</code></term>
  </term>
  <term level="1"><title>hip</title><see>Nowhere, at all</see></term>
 </mainTerm>
</letter>
<letter><title>H</title>
 <mainTerm><title>Hypertension<nemod>(benign)</nemod></title><code>I10</code><seeAlso>Elevated</seeAlso></mainTerm>
 <mainTerm><title>Amyloid heart</title><code>E85.4</code><manif>I43</manif></mainTerm>
</letter></ICD10CM.index>"""

NEOPLASMS = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index><version>2026</version>
<indexHeading><head col="1">Neoplasm</head><head col="2">Malignant Primary</head><head col="3">Benign</head></indexHeading>
<letter><title>N</title><mainTerm><title>Neoplasm, neoplastic</title><cell col="2">C80.1</cell><cell col="3">D36.9</cell>
<term level="1"><title>colon</title><cell col="2">C18.9</cell><cell col="3">--</cell></term></mainTerm></letter>
</ICD10CM.index>"""

PROCEDURES = """<?xml version="1.0" encoding="utf-8"?>
<ICD10PCS.index><version>2026</version><title>2026 ICD-10-PCS Index</title><letter><title>H</title>
<mainTerm><title>Hip exchange</title><see>Replacement, Right Hip Joint<codes>0SR9</codes></see></mainTerm>
<mainTerm><title>Abdominal plexus</title><use>Abdominal Sympathetic Nerve</use></mainTerm>
</letter></ICD10PCS.index>"""

TABLES = """<?xml version="1.0" encoding="utf-8"?>
<ICD10PCS.tabular><version>2026</version><title>2026 ICD-10-PCS Tables</title>
<pcsTable>
 <axis pos="1" values="1"><title>Section</title><label code="0">Medical and Surgical</label></axis>
 <axis pos="2" values="1"><title>Body System</title><label code="S">Lower Joints</label></axis>
 <axis pos="3" values="1"><title>Operation</title><label code="R">Replacement</label></axis>
 <pcsRow codes="2">
  <axis pos="4" values="1"><title>Body Part</title><label code="9">Hip Joint, Right</label></axis>
  <axis pos="5" values="1"><title>Approach</title><label code="0">Open</label></axis>
  <axis pos="6" values="1"><title>Device</title><label code="J">Synthetic Substitute</label></axis>
  <axis pos="7" values="3"><title>Qualifier</title><label code="9">Cemented</label><label code="A">Uncemented</label>
   <label code="Q">Of no code</label></axis>
 </pcsRow>
 <pcsRow codes="1">
  <axis pos="4" values="1"><title>Body Part</title><label code="B">Hip Joint, Left</label></axis>
  <axis pos="5" values="1"><title>Approach</title><label code="0">Open</label></axis>
  <axis pos="6" values="1"><title>Device</title><label code="7">Autologous Tissue Substitute</label></axis>
  <axis pos="7" values="1"><title>Qualifier</title><label code="Z">No Qualifier</label></axis>
 </pcsRow>
</pcsTable></ICD10PCS.tabular>"""
