// What a notification about a list says of its resources (RFC 4662 5): the part that the others hang on.
import type * as Contract from '../../types/events.js';
import { oneOf, required, truth, wholeNumber } from './values.js';
import { readDocument, type XmlElement } from './xml.js';

export const parseResourceList: typeof Contract.parseResourceList = (body) => {
  const root = readDocument(body, 'list');
  return {
    uri: root.attribute('uri') ?? '',
    version: required(wholeNumber(root.attribute('version')), 'version'),
    fullState: required(truth(root.attribute('fullState')), 'fullState'),
    cid: root.attribute('cid'),
    names: namesOf(root),
    resources: root.all('resource').map(resourceOf),
  };
};

function resourceOf(element: XmlElement): Contract.ListedResource {
  return {
    uri: required(element.attribute('uri'), 'uri of a resource'),
    names: namesOf(element),
    instances: element.all('instance').map(instanceOf),
  };
}

function instanceOf(element: XmlElement): Contract.ResourceInstance {
  const state = oneOf(['active', 'pending', 'terminated'], element.attribute('state'));
  return {
    id: required(element.attribute('id'), 'id of an instance'),
    state: required(state, 'state of an instance'),
    reason: element.attribute('reason'),
    cid: element.attribute('cid'),
  };
}

const namesOf = (element: XmlElement) => element.all('name').map(({ text }) => text.trim());
