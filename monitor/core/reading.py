from monitor.core.text import read_sentences
from monitor.core.events import read_events
from monitor.core.attachment import surround
from monitor.core.quantities import find_quantities
from monitor.core.gazetteer import Gazetteer
from monitor.model import *
def read_mentions(title, text, language, gazetteer, extra=()):
    out=[]
    for f,t in (("title",title),("text",text)):
        if not t: continue
        ss=read_sentences(t,field=f,abbreviations=language.abbreviations)
        sur=[surround(s,read_events(s,language),(),Gazetteer(),language) for s in ss]
        for q in find_quantities(ss,sur,language):
            s=ss[q.sentence]
            out.append(Mention(f,MentionKind.QUANTITY,s.slice(q.first,q.last),s.starts[q.first],s.ends[q.last-1],s.text,q.low,q.high,q.modifier,q.unit,q.unit_class,q.per,q.part_of,q.is_increment,q.actor,q.aspect,q.negated,q.place,modality=q.modality,inherited=q.inherited,reasons=q.reasons))
    return tuple(out)
